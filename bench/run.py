"""`python -m bench.run`: measure, then write the report."""

import signal
import sys
from pathlib import Path

import click

from bench import report
from bench.places import RUNS
from bench.processes import stay_on_load_core
from bench.rig import begin_run
from bench.sections import growth, killing, live, reading, weight, writing

SECTIONS = {
    reading.SECTION: reading.measure,
    growth.SECTION: growth.measure,
    live.SECTION: live.measure,
    writing.SECTION: writing.measure,
    killing.SECTION: killing.measure,
    weight.SECTION: weight.measure,
}


@click.command()
@click.argument("sections", nargs=-1, type=click.Choice(list(SECTIONS)))
@click.option("--rounds", default=3, show_default=True, help="How often each target is taken; medians are reported.")
@click.option("--quick", is_flag=True, help="See that everything works; the figures mean nothing and are not written.")
@click.option("--report-only", is_flag=True, help="Write the report of the last run again.")
def main(sections: tuple[str, ...], rounds: int, *, quick: bool, report_only: bool) -> None:
    """Measure SECTIONS (all, if none is named), and write bench/RESULTS.md."""
    if report_only:
        report.write(_last_run())
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended."))  # so that every server is stopped on the way out
    stay_on_load_core()
    run = begin_run(rounds=1 if quick else rounds, quick=quick)
    run.gather()
    for name in sections or SECTIONS:
        run.guarded(name, "", SECTIONS[name], run)
    if quick:
        click.echo(report.text_of(report.read(run.file)))
    else:
        report.write(run.file)
    click.echo(f"The measurements are in {run.file}.")


def _last_run() -> Path:
    runs = sorted(RUNS.glob("*.jsonl"))
    if not runs:
        raise click.ClickException("There is no run yet: make bench")
    return runs[-1]


if __name__ == "__main__":
    main()
