"""Scripts as they travel: without comments and spaces, and with short names for what no other script sees.

The minifier that renames has ready wheels for Linux, where servers are; elsewhere scripts keep their names and weigh
a fifth more.
"""

import sys

if sys.platform == "linux":
    from subprocess import run

    PROGRAM = """\
import sys, minify
script = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(minify.string("application/javascript", script).encode())
"""
    LONGEST = 60  # seconds, for what takes a tenth of one

    def minified(script: str) -> str:
        """Return a classic script that does the same in fewer bytes.

        In a process of its own: the minifier's runtime (Go) starts threads, and `serve` forks (docs/decisions/0010).
        """
        done = run(  # noqa: S603 (our own interpreter runs our own program; the script is its input)
            [sys.executable, "-I", "-c", PROGRAM],
            input=script.encode(),
            capture_output=True,
            check=True,
            timeout=LONGEST,
        )
        return done.stdout.decode()
else:
    from rjsmin import jsmin

    def minified(script: str) -> str:
        """Return a classic script that does the same in fewer bytes."""
        return str(jsmin(script))


def enclosed(script: str) -> str:
    """Return a script as one function, so that its names are nobody else's and can be short."""
    return minified(f"(() => {{\n{script}\n}})();\n")
