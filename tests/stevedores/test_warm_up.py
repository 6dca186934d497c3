import pytest
from django.template.loader import get_template
from django.template.loaders.filesystem import Loader

from stevedores.warm_up import warm_up

OF_THE_FIRST_PEOPLE = [
    "registration/login.html",
    "board/board.html",
    "board/call_piece.html",
    "admin/change_list.html",
    "admin/edit_inline/tabular.html",
]


@pytest.mark.parametrize("name", OF_THE_FIRST_PEOPLE)
def test_a_worker_reads_no_template_for_the_first_people_it_serves(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_up()

    monkeypatch.delattr(Loader, "get_contents")

    assert get_template(name)
