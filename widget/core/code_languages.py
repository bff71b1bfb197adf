"""What marks comments, strings and keywords in each language whose code is coloured."""

from dataclasses import dataclass

SLASHES = r"//[^\n]*|/\*.*?(?:\*/|\Z)"
HASH = r"(?<![\w$&\\])\#[^\n]*"
DASHES = r"--[^\n]*|/\*.*?(?:\*/|\Z)"
DOUBLE = r'"(?:\\.|[^"\\\n])*"?'
SINGLE = r"(?<!\w)'(?:\\.|[^'\\\n])*'?"
BACKTICK = r"`(?:\\.|[^`\\])*`?"
TRIPLE = r'"""(?:\\.|.)*?(?:"""|\Z)' + r"|'''(?:\\.|.)*?(?:'''|\Z)"
CHARACTER = r"'(?:\\[^\n]{1,10}?|[^'\\\n])'"
TAG = r"</?[A-Za-z][\w:-]*"


@dataclass(frozen=True, slots=True)
class Language:
    """Patterns of comments and strings; `folded`: its keywords are the same in capitals."""

    comments: str
    strings: str
    folded: bool = False


QUOTES = f"{DOUBLE}|{SINGLE}"
C = """
    break case char const continue default do double else enum extern float for goto if inline int long
    register return short signed sizeof static struct switch typedef union unsigned void volatile while bool
    true false nullptr
"""
JAVA = f"""
    {C} abstract boolean byte catch class extends final finally implements import instanceof interface new
    null package private protected public super synchronized this throw throws try var record
"""
SCRIPT = """
    async await break case catch class const continue debugger default delete do else export extends false
    finally for from function if import in instanceof let new null of return static super switch this throw
    true try typeof undefined var void while with yield
"""
LANGUAGES = {
    "bash": Language(HASH, QUOTES),
    "c": Language(SLASHES, QUOTES),
    "cpp": Language(SLASHES, QUOTES),
    "csharp": Language(SLASHES, QUOTES),
    "css": Language(r"/\*.*?(?:\*/|\Z)", QUOTES),
    "docker": Language(HASH, QUOTES, folded=True),
    "go": Language(SLASHES, f"{QUOTES}|{BACKTICK}"),
    "html": Language(r"<!--.*?(?:-->|\Z)", f"{TAG}|{QUOTES}"),
    "ini": Language(r"(?:(?<=\n)|\A)[\#;][^\n]*", QUOTES),
    "java": Language(SLASHES, QUOTES),
    "javascript": Language(SLASHES, f"{QUOTES}|{BACKTICK}"),
    "json": Language(SLASHES, DOUBLE),
    "kotlin": Language(SLASHES, f"{TRIPLE}|{QUOTES}"),
    "lua": Language(r"--[^\n]*", QUOTES),
    "php": Language(f"{SLASHES}|{HASH}", QUOTES),
    "python": Language(HASH, f"{TRIPLE}|{QUOTES}"),
    "ruby": Language(HASH, QUOTES),
    "rust": Language(SLASHES, f"{DOUBLE}|{CHARACTER}"),
    "sql": Language(DASHES, QUOTES, folded=True),
    "swift": Language(SLASHES, f"{TRIPLE}|{DOUBLE}"),
    "toml": Language(HASH, f"{TRIPLE}|{QUOTES}"),
    "typescript": Language(SLASHES, f"{QUOTES}|{BACKTICK}"),
    "yaml": Language(HASH, QUOTES),
}
KEYWORDS = {
    "bash": """
        if then else elif fi for while until do done case esac in function return exit export local readonly
        declare unset shift trap source echo cd set sudo
    """,
    "c": C,
    "cpp": f"""
        {JAVA} auto constexpr decltype delete explicit friend mutable namespace noexcept operator template
        typename using virtual override
    """,
    "csharp": f"""
        {JAVA} as async await base decimal delegate event foreach get in internal is lock namespace object out
        override params readonly ref sealed set string using virtual where yield
    """,
    "css": "@media @import @layer @supports @font-face @keyframes @container",
    "docker": """
        from run cmd label expose env add copy entrypoint volume user workdir arg onbuild stopsignal healthcheck
        shell as
    """,
    "go": """
        break case chan const continue default defer else fallthrough for func go goto if import interface map
        package range return select struct switch type var nil true false string int error bool byte any
    """,
    "html": "",
    "ini": "true false on off yes no",
    "java": JAVA,
    "javascript": SCRIPT,
    "json": "true false null",
    "kotlin": """
        as break class continue do else false for fun if in interface is null object package return super this
        throw true try typealias val var when while by companion data import override private public sealed
        suspend
    """,
    "lua": """
        and break do else elseif end false for function goto if in local nil not or repeat return then true
        until while
    """,
    "php": f"""
        {JAVA} array as echo elseif endforeach endif fn foreach function global include isset list match
        namespace require require_once trait unset use yield
    """,
    "python": """
        False None True and as assert async await break case class continue def del elif else except finally for
        from global if import in is lambda match nonlocal not or pass raise return try while with yield self
    """,
    "ruby": """
        alias and begin break case class def defined? do else elsif end ensure false for if in module next nil
        not or redo require rescue retry return self super then true undef unless until when while yield
    """,
    "rust": """
        as async await break const continue crate dyn else enum extern false fn for if impl in let loop match
        mod move mut pub ref return self Self static struct super trait true type unsafe use where while
    """,
    "sql": """
        select from where insert into values update set delete create table alter drop index view join left
        right inner outer full on as and or not null is in between like group by order having limit offset union
        all distinct case when then else end primary key foreign references constraint unique default with
        returning begin commit rollback exists cascade
    """,
    "swift": """
        as break case catch class continue default defer do else enum extension false for func guard if import
        in init inout internal is let nil private protocol public repeat return self static struct super switch
        throw throws true try var where while async await
    """,
    "toml": "true false",
    "typescript": f"""
        {SCRIPT} abstract any as boolean declare enum implements interface keyof namespace never number private
        protected public readonly string type unknown
    """,
    "yaml": "true false null yes no on off",
}
ALIASES = {
    alias: name
    for name, aliases in {
        "bash": "sh shell zsh console make nginx",
        "c": "h",
        "cpp": "c++ hpp cc",
        "csharp": "cs c#",
        "css": "scss less",
        "docker": "dockerfile",
        "go": "golang",
        "html": "xml svg vue",
        "ini": "conf cfg",
        "java": "scala",
        "javascript": "js jsx mjs",
        "json": "json5 jsonc",
        "kotlin": "kt",
        "python": "py python3",
        "ruby": "rb",
        "rust": "rs",
        "sql": "postgresql sqlite mysql",
        "typescript": "ts tsx",
        "yaml": "yml",
        "diff": "patch",
    }.items()
    for alias in aliases.split()
}
