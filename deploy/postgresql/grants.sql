-- Says what the site's role may do with each table. Run as stevedores_owner after every migration;
-- may be repeated. Nobody sees a state in between: it is one transaction, and locks no table.
\set ON_ERROR_STOP on
BEGIN;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stevedores_web;
-- SELECT is for pg_dump, which runs as this role too.
GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO stevedores_web;
-- Only read, by the health check that looks for migrations that are not there yet.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM stevedores_web;

-- A ledger is a table with a trigger that refuses to alter it; each names itself …_refuses_….
-- The trigger refuses everybody while it is on; without the right to it, nobody but the owner can
-- alter a row even if it is off.
DO $$
DECLARE
    ledger regclass;
    ledger_count integer := 0;
BEGIN
    FOR ledger IN
        SELECT DISTINCT tgrelid::regclass FROM pg_trigger
        WHERE NOT tgisinternal AND tgname LIKE '%\_refuses\_%'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM stevedores_web', ledger);
        ledger_count := ledger_count + 1;
    END LOOP;
    IF ledger_count = 0 THEN
        RAISE EXCEPTION 'no table refuses to be altered: run manage.py migrate first';
    END IF;
END $$;
COMMIT;
