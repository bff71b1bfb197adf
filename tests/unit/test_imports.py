"""What a worker brings with it: one that is only read from loads nothing of sign-in, and none ever the minifier."""

import subprocess
import sys


def test_a_worker_of_readers_loads_nothing_of_sign_in() -> None:
    late = {"authlib", "joserfc", "cryptography", "requests", "PIL", "webauthn", "minify"}
    work = "import sys, widget.cli.worker; from widget.web.assets import frame_script; frame_script()"
    ask = f"{work}; print(*sorted({late} & set(sys.modules)))"
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    assert asked.stdout.strip() == ""
