import json
import logging
from contextlib import closing
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.printable import printable
from monitoring.readiness.grounds import Grounds, Item, NotReady, Paths
from monitoring.readiness.held_log import log_afterwards
from monitoring.readiness.items import ITEMS
from monitoring.readiness.site import NoAddress, NoAnswer, address_of_site

logger = logging.getLogger(__name__)

NOT_READY, CANNOT_SAY = 1, 2


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one item."""

    name: str
    group: str
    promise: str
    is_kept: bool
    seen: str
    where: str
    way_out: str


class Command(BaseCommand):
    help = (
        "Measures every promise of the production readiness report on a running site. "
        "Exit code 0: all are kept, 1: one is not, 2: there is no site to measure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", help="The running site; without it, one is started and ended.")
        parser.add_argument("--json", action="store_true", help="One JSON object instead of lines.")
        parser.add_argument(
            "--only",
            action="append",
            choices=[item.name for item in ITEMS],
            help="Measure this item alone; may be given again.",
        )

    def handle(self, *args: object, only: list[str] | None, **options: object) -> None:
        chosen = [item for item in ITEMS if not only or item.name in only]
        with log_afterwards():
            with closing(self._grounds(options["url"])) as grounds:
                is_told = not options["json"]
                lines = [self._measured(item, grounds, is_told=is_told) for item in chosen]
            self._sum_up(lines, as_json=bool(options["json"]))
        if not all(line.is_kept for line in lines):
            raise SystemExit(NOT_READY)

    def _sum_up(self, lines: list[Line], *, as_json: bool) -> None:
        broken = [line for line in lines if not line.is_kept]
        if as_json:
            content = {"ready": not broken, "items": [asdict(line) for line in lines]}
            self.stdout.write(json.dumps(content))
        elif broken:
            self.stdout.write(
                f"\nNOT READY: {len(broken)} of {len(lines)} are not kept. Below each stands "
                "what to do, and how to measure it again."
            )
        else:
            self.stdout.write(f"\nREADY: {len(lines)} of {len(lines)} are kept.")
        self.stdout.flush()

    def _grounds(self, given: object) -> Grounds:
        try:
            url = "" if given is None else address_of_site(str(given))
        except NoAddress as error:
            raise CommandError(str(error), returncode=CANNOT_SAY) from error
        paths = Paths(**settings.READINESS_PATHS, session_cookie=settings.SESSION_COOKIE_NAME)
        grounds = Grounds(
            url,
            settings.BASE_DIR,
            paths,
            host_names=settings.ALLOWED_HOSTS,
            token=settings.MONITORING_TOKEN,
        )
        try:
            grounds.site.ask("/health/quick")
        except NoAnswer as error:
            grounds.close()
            raise CommandError(
                f"There is no site to measure. {printable(str(error))}", returncode=CANNOT_SAY
            ) from error
        return grounds

    def _measured(self, item: Item, grounds: Grounds, *, is_told: bool) -> Line:
        grounds.places.clear()
        is_kept, seen = self._outcome(item, grounds)
        where = " and ".join(grounds.places)
        line = Line(
            *(item.name, item.group, item.promise),
            is_kept=is_kept,
            seen=printable(seen),
            where=where,
            way_out="" if is_kept else item.way_out,
        )
        if is_told:
            word = self.style.SUCCESS("kept  ") if line.is_kept else self.style.ERROR("BROKEN")
            self.stdout.write(f"{word} {line.promise:<42} {line.seen} [{line.where}]")
            if line.way_out:
                self.stdout.write(f"{'':<6} do: {line.way_out}; then again: --only {line.name}")
            self.stdout.flush()
        return line

    def _outcome(self, item: Item, grounds: Grounds) -> tuple[bool, str]:
        try:
            return True, item.measure(grounds)
        except (NotReady, NoAnswer) as reason:
            return False, str(reason)
        except Exception as error:  # one that cannot be measured is not kept; the others go on
            logger.exception("%s cannot be measured", item.name)
            return False, f"cannot be measured: {error!r}"
