"""Scripts as they travel: without comments and spaces, and with short names for what no other script sees.

The minifier that renames has ready wheels for Linux, where servers are; elsewhere scripts keep their names and weigh
a fifth more.
"""

import sys

if sys.platform == "linux":
    from minify import string

    def minified(script: str) -> str:
        """Return a classic script that does the same in fewer bytes."""
        return str(string("application/javascript", script))
else:
    from rjsmin import jsmin

    def minified(script: str) -> str:
        """Return a classic script that does the same in fewer bytes."""
        return str(jsmin(script))


def enclosed(script: str) -> str:
    """Return a script as one function, so that its names are nobody else's and can be short."""
    return minified(f"(() => {{\n{script}\n}})();\n")
