"""The command line: ``goldenthread``. Every reading command has ``--json``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from goldenthread import __version__
from goldenthread.demo.environment import set_demo_environment
from goldenthread.duties.cli import app as duties_app
from goldenthread.environment import ConfigurationError
from goldenthread.evidence.assurance.cli import app as assurance_app
from goldenthread.evidence.audits.cli import app as audits_app
from goldenthread.evidence.measures.cli import app as measures_app
from goldenthread.evidence.voice.cli import app as voice_app
from goldenthread.learning.cli import app as learning_app
from goldenthread.oversight.finance.cli import app as finance_app
from goldenthread.plans.cli import app as plan_app
from goldenthread.publishing.cli import app as report_app
from goldenthread.thread.cli import app as thread_app

app = typer.Typer(
    name="goldenthread",
    help="Runs a local safeguarding children partnership.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(plan_app, name="plan", help="Import, sum up and check plans.")
app.add_typer(
    measures_app, name="measures", help="Show measures, read Annex A, load figures and comparators."
)
app.add_typer(duties_app, name="duties", help="List what is due, and explain a rule.")
app.add_typer(thread_app, name="thread", help="Follow a thread from finding to impact, and list its gaps.")
app.add_typer(audits_app, name="audits", help="Show what case audits came to.")
app.add_typer(assurance_app, name="assurance", help="Show the heat map of a cycle of self-assessment.")
app.add_typer(finance_app, name="finance", help="Show how a year’s money stands.")
app.add_typer(voice_app, name="voice", help="Show what people said.")
app.add_typer(learning_app, name="learning", help="Show what training came to.")
app.add_typer(report_app, name="report", help="List and build reports.")


def _prepare() -> None:
    """Makes Django ready. Where nothing is configured but the example has been built here, that is used."""
    data_dir = Path(os.environ.get("GOLDENTHREAD_DATA_DIR", "var"))
    configured = any(name in os.environ for name in ("GOLDENTHREAD_MODE", "GOLDENTHREAD_DATABASE_URL"))
    if not configured and (data_dir / "demo" / "goldenthread.sqlite3").exists():
        set_demo_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.settings")
    import django

    django.setup()


@app.callback()
def _root(context: typer.Context) -> None:
    if context.invoked_subcommand not in {"demo", "version"} and "--help" not in sys.argv:
        _prepare()


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Serve the example when it is ready.")] = True,
    host: Annotated[str, typer.Option(help="The address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
) -> None:
    """Build the example partnership, write its report, and serve it."""
    set_demo_environment(port=port)
    _prepare()
    from goldenthread.demo import run

    files = run.build()
    run.introduce(files, f"http://{host}:{port}/" if serve else "")
    if serve and host not in ("127.0.0.1", "::1", "localhost"):
        typer.echo(
            f"\nWhoever reaches {host}:{port} can sign in with these passwords. Keep no real record in the example.",
            err=True,
        )
    if serve:
        run.serve(host, port)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's management commands, such as: goldenthread manage migrate."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["goldenthread manage", *context.args])


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="Where the pages go.")] = Path("docs")) -> None:
    """Write the pages of documentation that are made from the code."""
    from goldenthread.documentation import write

    for page in write(folder):
        typer.echo(f"Wrote {page}")


@app.command()
def version() -> None:
    """Say which version this is."""
    typer.echo(__version__)


def main() -> None:
    """The entry point: what is wrong with the configuration is said in a sentence, not in a traceback."""
    try:
        app()
    except ConfigurationError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
