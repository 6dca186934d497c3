-- Makes the two roles, once, as an administrator of the server:
--   OWNER_PASSWORD_FILE=… WEB_PASSWORD_FILE=… psql -d postgres -f deploy/postgresql/roles.sql
-- stevedores_owner owns the tables and changes them (migrations, restore). stevedores_web is what the
-- site runs as: it can neither change a table nor switch off a trigger, and grants.sql leaves it no
-- UPDATE and no DELETE on a ledger.
\set ON_ERROR_STOP on
-- psql asks a shell, so that no password stands on a command line.
\set owner_password `cat "$OWNER_PASSWORD_FILE"`
\set web_password `cat "$WEB_PASSWORD_FILE"`

CREATE ROLE stevedores_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE stevedores_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'web_password';
