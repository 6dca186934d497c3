"""Bugs that the history checker must find, each planted in the site that is served."""

import random
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction

from monitoring.rate_limit import Limit
from operations.actions import record_tally_events as recording
from operations.actions.batch_judge import BatchJudge
from operations.actions.record_tally_events import BatchOutcome, record_tally_events
from operations.field import views_events
from operations.models import Tablet, VesselCall
from operations.rules.tally_report import TallyReport
from operations.vocabulary import Verdict

OF_A_HUNDRED_BATCHES = 20


def acknowledge_then_roll_back() -> None:
    """Some batches are answered as recorded, and are not."""

    def record(**batch: Any) -> BatchOutcome:  # noqa: ANN401  # as the action has it
        with transaction.atomic():
            outcome = record_tally_events(**batch)
            transaction.set_rollback(random.randrange(100) < OF_A_HUNDRED_BATCHES)
        return outcome

    patch.object(views_events, "record_tally_events", record).start()


def no_unique_id() -> None:
    """Nobody looks whether an event is known, and the database does not mind."""
    look = BatchJudge._ledger_around

    def forget(judge: BatchJudge, reports: Sequence[TallyReport], **how: bool) -> object:
        ledger = look(judge, reports, **how)
        ledger.known.clear()
        ledger.numbers.clear()
        return ledger

    patch.object(BatchJudge, "_ledger_around", forget).start()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE operations_tallyevent DROP CONSTRAINT operations_tallyevent_pkey CASCADE"
        )
        cursor.execute("DROP INDEX journal_uses_each_sequence_once")
    # The workers are forks of this process, and must not share its connection.
    connection.close()


def no_call_lock() -> None:
    """Two batches append to one call at the same time."""

    def look_without_lock(_: object, tablet: Tablet) -> dict[int, VesselCall]:
        calls = VesselCall.objects.select_related("terminal").filter(terminal=tablet.terminal_id)
        found = {call.pk: call for call in calls}
        # As on a machine that is busy: the other batch comes in between.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.03)")
        return found

    patch.object(recording, "_lock_calls", look_without_lock).start()


def batch_fails_as_a_whole() -> None:
    """One bad event, and all of its batch is refused."""

    def record(**batch: Any) -> BatchOutcome:  # noqa: ANN401  # as the action has it
        with transaction.atomic():
            outcome = record_tally_events(**batch)
            is_bad = any(each.verdict == Verdict.REJECTED for each in outcome.results)
            transaction.set_rollback(is_bad)
        for each in outcome.results if is_bad else ():
            each.verdict, each.reason = Verdict.REJECTED, "bad batch"
        return outcome

    patch.object(views_events, "record_tally_events", record).start()


def words_are_filled_in() -> None:
    """What is recorded is not what was counted."""
    draft = BatchJudge._draft

    def tidy(judge: BatchJudge, report: TallyReport, *rest: int, **at: int) -> object:
        return draft(judge, report._replace(deck=report.deck or "?"), *rest, **at)

    patch.object(BatchJudge, "_draft", tidy).start()


def no_limits() -> None:
    """Nobody comes too often: no bug to find, but what lets thousands of others be looked for."""
    patch.object(Limit, "charge", lambda *_: None).start()
