"""A pytest plugin for `.ci/run`, where nothing may be missing: a skipped test fails the run.

Only tests of the research data may skip, for it cannot be had everywhere.
"""

import pytest
from _pytest.terminal import TerminalReporter

ALLOWED_REASON = "shared/data"


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput"):
        return  # a worker of xdist: its reports reach the controller
    unexpected = _unexpected_skips(reporter)
    reporter.ensure_newline()
    for reason in unexpected:
        reporter.write_line(f"skipped, but must run here: {reason}", red=True)
    if unexpected and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unexpected_skips(reporter: TerminalReporter) -> list[str]:
    skips = [(report.nodeid, _reason(report)) for report in reporter.stats.get("skipped", [])]
    return [f"{test}: {reason}" for test, reason in skips if ALLOWED_REASON not in reason]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
