"""Runs a command several times, each time with its memory somewhere else: its output has to stay the same."""

import subprocess
import sys

texts = {subprocess.run(sys.argv[1:], check=True, capture_output=True).stdout for _ in range(6)}
sys.exit(f"{len(texts)} different texts" if len(texts) > 1 else 0)
