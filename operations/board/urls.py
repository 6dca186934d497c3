from django.urls import path

from operations.board import (
    views_board,
    views_call,
    views_ledger,
    views_moves,
    views_operations,
    views_second_factor,
    views_sign_in,
)

_CALL = "calls/<slug:reference>/"

urlpatterns = [
    path("", views_board.board, name="board"),
    path("live/", views_board.board_piece, name="board_piece"),
    path("operations/", views_operations.operations, name="operations"),
    path("operations/live/", views_operations.operations_piece, name="operations_piece"),
    path("login/", views_sign_in.sign_in, name="login"),
    path("login/code/", views_second_factor.sign_in_code, name="sign_in_code"),
    path("login/set-up/", views_second_factor.set_up, name="second_factor_set_up"),
    path("second-factor/", views_second_factor.second_factor, name="second_factor"),
    path("logout/", views_sign_in.SignOut.as_view(), name="logout"),
    path(_CALL, views_call.call, name="call"),
    path(f"{_CALL}live/", views_call.call_piece, name="call_piece"),
    path(f"{_CALL}tally/", views_call.tally, name="tally"),
    path(f"{_CALL}ledger/", views_ledger.ledger, name="ledger"),
    path(f"{_CALL}ledger/live/", views_ledger.ledger_piece, name="ledger_piece"),
    path(f"{_CALL}ledger.csv", views_ledger.ledger_file, name="ledger_file"),
    path(f"{_CALL}moves/<slug:key>/", views_moves.move, name="move"),
    path(f"{_CALL}settle/", views_moves.settle, name="settle"),
    path(f"{_CALL}settle/shorts/", views_moves.settle_shorts, name="settle_shorts"),
    path(f"{_CALL}reopen/", views_moves.reopen, name="reopen"),
    path(f"{_CALL}set-aside/", views_moves.settle_set_aside, name="settle_set_aside"),
]
