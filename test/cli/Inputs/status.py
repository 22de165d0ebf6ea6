"""Runs a command; fails unless its exit status is the first argument and nothing but errors was printed."""
import subprocess
import sys

run = subprocess.run(sys.argv[2:], capture_output=True, text=True)
sys.stderr.write(run.stderr)
if run.returncode != int(sys.argv[1]):
    sys.exit("exit status {} instead of {}".format(run.returncode, sys.argv[1]))
if run.returncode != 0 and run.stdout:
    sys.exit("printed in spite of an error: " + run.stdout)
