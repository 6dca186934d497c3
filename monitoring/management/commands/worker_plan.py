import json
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from monitoring.container import Container
from monitoring.worker_plan import plan_here


class Command(BaseCommand):
    help = "Says how many gunicorn workers this container carries, and why; exit code 0."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", dest="form", choices=("text", "json"), default="text")

    def handle(self, *args: object, form: str, **options: object) -> None:
        plan = plan_here(Container(), said_mb=settings.MEMORY_LIMIT_MB, asked=settings.WEB_WORKERS)
        if form == "json":
            self.stdout.write(json.dumps(asdict(plan)))
            return
        for reason in plan.reasons:
            self.stdout.write(reason)
        self.stdout.write(f"workers: {plan.workers}, at the most {plan.most}")
