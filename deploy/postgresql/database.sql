-- Makes an empty database for the two roles, as an administrator of the server: the first one, and
-- one beside it to restore a backup into.
--   psql -d postgres -v database=stevedores -f deploy/postgresql/database.sql
\set ON_ERROR_STOP on
\if :{?database}
\else
\set database stevedores
\endif

-- An administrator that is no superuser, as hosted servers have it, may only give a database to a
-- role that it is a member of.
GRANT stevedores_owner TO CURRENT_USER;
CREATE DATABASE :"database" OWNER stevedores_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO stevedores_web;

\connect :"database"
ALTER SCHEMA public OWNER TO stevedores_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO stevedores_web;
REVOKE stevedores_owner FROM CURRENT_USER;
