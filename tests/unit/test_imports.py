"""What a worker brings with it: a worker that is only read from never loads what sign-in alone needs."""

import subprocess
import sys


def test_a_worker_of_readers_loads_nothing_of_sign_in() -> None:
    late = {"authlib", "joserfc", "cryptography", "requests", "PIL", "webauthn"}
    ask = f"import sys, widget; print(*sorted({late} & set(sys.modules)))"
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, timeout=60)
    assert asked.stdout.strip() == ""
