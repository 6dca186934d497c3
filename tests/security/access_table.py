"""Who gets through which door, by decision: change it with the doors, and read it aloud first.

All rows asked for are of one terminal; the stranger is a supervisor of another one.
"""

#: What is open to anybody who has the address, by decision; each asks for nothing but itself.
PUBLIC = {
    "field-enrol",  # with a code that a supervisor gave
    "field-session",
    "field-shell",
    "field-web-manifest",
    "field-worker",
    "login",
}
#: What the front door answers before Django; details need a token, or this machine.
PORTERS = {"/health", "/health/quick", "/metrics"}

# + let in (also to be told that a form lacks something)   > led to another page   . no such method
# ? asked to sign in   1 told to sign in or enrol (401)   - refused (403)   0 nothing there (404)
ROUTES = """
                                                anonymous
                                                | tablet, nobody on shift
                                                | | clerk on shift
                                                | | | supervisor
                                                | | | | stranger
                                                | | | | | operator
                                                | | | | | | auditor
                                                | | | | | | | superuser
                                                | | | | | | | | disabled
admin:index                                GET  ? ? ? + + + + + ?
admin:index                                POST ? ? ? + + + + + ?
admin:login                                GET  ? ? - 0 0 0 0 0 ?
admin:login                                POST ? ? - 0 0 0 0 0 ?
admin:logout                               GET  ? ? 0 . . . . . ?
admin:logout                               POST ? ? 0 ? ? ? ? ? ?
admin:password_change                      GET  ? ? ? + + + + + ?
admin:password_change                      POST ? ? ? + + + + + ?
admin:password_change_done                 GET  ? ? ? + + + + + ?
admin:password_change_done                 POST ? ? ? . . . . . ?
admin:autocomplete                         GET  ? ? ? - - - - - ?
admin:autocomplete                         POST ? ? ? . . . . . ?
admin:jsi18n                               GET  ? ? ? + + + + + ?
admin:jsi18n                               POST ? ? ? . . . . . ?
admin:view_on_site                         GET  ? ? ? 0 0 0 0 0 ?
admin:view_on_site                         POST ? ? ? 0 0 0 0 0 ?
admin:operations_manifest_file             GET  ? ? ? + 0 + + + ?
admin:operations_manifest_file             POST ? ? ? + 0 + + + ?
admin:operations_vesselcall_step           GET  ? ? ? + 0 - - + ?
admin:operations_vesselcall_step           POST ? ? ? + 0 - - + ?
admin:operations_vesselcall_manifest_draft GET  ? ? ? > 0 - - > ?
admin:operations_vesselcall_manifest_draft POST ? ? ? > 0 - - > ?
admin:operations_vesselcall_manifest       GET  ? ? ? + 0 - - + ?
admin:operations_vesselcall_manifest       POST ? ? ? + 0 - - + ?
admin:operations_discrepancy_settle        GET  ? ? ? + 0 - - + ?
admin:operations_discrepancy_settle        POST ? ? ? + 0 - - + ?
admin:operations_discrepancy_reopen        GET  ? ? ? + 0 - - + ?
admin:operations_discrepancy_reopen        POST ? ? ? + 0 - - + ?
admin:operations_setasideevent_settle      GET  ? ? ? + 0 - - + ?
admin:operations_setasideevent_settle      POST ? ? ? + 0 - - + ?
admin:operations_tallyevent_take_back      GET  ? ? ? + 0 - - + ?
admin:operations_tallyevent_take_back      POST ? ? ? + 0 - - + ?
admin:auth_user_password_change            GET  ? ? ? - - + - + ?
admin:auth_user_password_change            POST ? ? ? - - + - + ?
admin:operations_tablet_load_queue         GET  ? ? ? + + - - + ?
admin:operations_tablet_load_queue         POST ? ? ? + + - - + ?
admin:operations_tablet_revoke             GET  ? ? ? + 0 + - + ?
admin:operations_tablet_revoke             POST ? ? ? + 0 + - + ?
admin:app_list                             GET  ? ? ? 0 0 0 0 0 ?
admin:app_list                             POST ? ? ? 0 0 0 0 0 ?
admin:operations_user_second-factor        GET  ? ? ? - 0 + - + ?
admin:operations_user_second-factor        POST ? ? ? - 0 + - + ?
admin:monitoring_alert_acknowledge         GET  ? ? ? - - + - + ?
admin:monitoring_alert_acknowledge         POST ? ? ? - - + - + ?
field-shell                                GET  + + + + + + + + +
field-worker                               GET  + + + + + + + + +
field-web-manifest                         GET  + + + + + + + + +
field-session                              GET  + + + + + + + + +
field-enrol                                POST + + + + + + + + +
field-sign-in                              POST 1 + + 1 + 1 1 1 +
field-calls                                GET  1 1 + 1 + 1 1 1 1
field-cargo                                GET  1 1 + 1 0 1 1 1 1
field-changes                              GET  1 1 + 1 0 1 1 1 1
field-events                               POST 1 + + 1 + 1 1 1 +
board                                      GET  ? ? - + + + + + ?
board                                      POST ? ? . . . . . . ?
board_piece                                GET  1 1 - + + + + + 1
login                                      GET  + + + > > > > > +
login                                      POST + + + + + + + + +
operations                                 GET  ? ? - - - + + + ?
operations                                 POST ? ? . . . . . . ?
operations_piece                           GET  1 1 - - - + + + 1
sign_in_code                               GET  ? ? ? ? ? ? ? ? ?
sign_in_code                               POST ? ? ? ? ? ? ? ? ?
second_factor_set_up                       GET  ? ? ? + + + + + ?
second_factor_set_up                       POST ? ? ? + + + + + ?
second_factor                              GET  ? ? - > > > > > ?
second_factor                              POST ? ? - > > > > > ?
logout                                     POST ? ? ? ? ? ? ? ? ?
call                                       GET  ? ? - + 0 + + + ?
call                                       POST ? ? . . . . . . ?
call_piece                                 GET  1 1 - + 0 + + + 1
tally                                      GET  ? ? - + 0 + + + ?
tally                                      POST ? ? . . . . . . ?
ledger                                     GET  ? ? - + 0 + + + ?
ledger                                     POST ? ? . . . . . . ?
ledger_piece                               GET  1 1 - + 0 + + + 1
ledger_file                                GET  ? ? - + 0 + + + ?
ledger_file                                POST ? ? . . . . . . ?
move                                       GET  ? ? > > > > > > ?
move                                       POST ? ? - + 0 - - + ?
settle                                     GET  ? ? > > > > > > ?
settle                                     POST ? ? - + 0 - - + ?
settle_shorts                              GET  ? ? > > > > > > ?
settle_shorts                              POST ? ? - + 0 - - + ?
reopen                                     GET  ? ? > > > > > > ?
reopen                                     POST ? ? - + 0 - - + ?
settle_set_aside                           GET  ? ? > > > > > > ?
settle_set_aside                           POST ? ? - + 0 - - + ?
"""

# l list  v view  h history  a add  c change  d delete; for everybody else nothing of it.
NOUNS = """
noun           superv. stranger operator auditor superuser
Manifest       lvh     l       lvh      lvh     lvh
Stoppage       lvh     l       lvh      lvh     lvh
VesselCall     lvhac   la      lvh      lvh     lvhac
CargoClass     lvhacd  lvhacd  lvh      lvh     lvhacd
CargoLine      lvh     l       lvh      lvh     lvh
Unit           lvh     l       lvh      lvh     lvh
CountedUnit    lvh     l       lvh      lvh     lvh
LineTotal      lvh     l       lvh      lvh     lvh
HourlyRollup   lvh     l       lvh      lvh     lvh
Discrepancy    lvh     l       lvh      lvh     lvh
SetAsideEvent  lvh     l       lvh      lvh     lvh
TallyEvent     lvh     l       lvh      lvh     lvh
User           lvh     l       lvhac    lvh     lvhac
FailedAttempt  -       -       lvh      -       lvh
Tablet         lvhc    l       lvhc     lvh     lvhc
TabletJournal  lvh     l       lvh      lvh     lvh
EnrolmentCode  lvha    la      lvha     lvh     lvha
Terminal       lvhc    l       lvh      lvh     lvhac
Berth          lvhacd  la      lvh      lvh     lvhacd
Gang           lvhacd  la      lvh      lvh     lvhacd
Port           lvhacd  lvhacd  lvh      lvh     lvhacd
Vessel         lvhacd  lvhacd  lvh      lvh     lvhacd
ShippingLine   lvhacd  lvhacd  lvh      lvh     lvhacd
AuditEntry     -       -       lvh      lvh     lvh
Alert          -       -       lvh      lvh     lvh
"""
