"""Runs a command under limits of time and memory, and says what its exit means for a compiler."""

import os
import resource
import signal
import subprocess
import tempfile

# What a compiler says when it is at fault itself.
BUGS = ("Stack dump", "PLEASE submit a bug report", "Assertion", "failed internally", "no spelling", "UNREACHABLE",
        "terminate called", "AddressSanitizer", "runtime error:", "LLVM ERROR")


class Run:
    """The outcome of one command. `seconds` is the time on the processor, which other load does not change."""

    def __init__(self, command, seconds=10, gigabytes=6, cwd=None):
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.setrlimit(resource.RLIMIT_AS, (gigabytes << 30, gigabytes << 30))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        self.command = command
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, preexec_fn=limit)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            self.text = output.read().decode("utf-8", "replace")
        self.status = process.returncode
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss // 1024

    def problem(self):
        """Why no compiler may end like this; nothing if it may."""
        if self.status in (-signal.SIGXCPU, -signal.SIGKILL) and self.seconds > 1:
            return f"no end after {self.seconds:.0f} s"
        for bug in BUGS:
            if bug in self.text:
                return f"'{bug}', exit status {self.status}"
        if self.status not in (0, 1, 2):
            return f"exit status {self.status}"
        if self.status != 0 and "error:" not in self.text:
            return f"exit status {self.status} without a diagnostic"
        return None
