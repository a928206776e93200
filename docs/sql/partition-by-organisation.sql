-- Partitions the four large tables by organisation (hash): learner, award, credential, statusentry.
-- PostgreSQL 15 or newer. Stop every process of Umiem and make a backup first; then
--     psql -v ON_ERROR_STOP=1 -f partition-by-organisation.sql DATABASE
-- All of it is one transaction: it happens as a whole or not at all. What changes (decision 0185):
--   * a key of the id alone becomes (organisation_id, id), which exists already, and an index of the id;
--   * what was unique without the organisation becomes unique within it;
--   * a foreign key to an id alone becomes one to (organisation_id, id), where its table names the organisation.
-- Nothing has to change in the program. Later migrations that add a unique constraint to one of these tables
-- must name the organisation in it.

BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = 0;
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL umiem.partitions = '16';

DO $$
DECLARE
    large text[] := ARRAY['storage_learner', 'storage_award', 'storage_credential', 'storage_statusentry'];
    parts int := current_setting('umiem.partitions')::int;
    name text;
    made text;
    found record;
    number int;
BEGIN
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = ANY (large) AND relkind = 'p') THEN
        RAISE EXCEPTION 'the tables are partitioned already';
    END IF;
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid::regclass::text = ANY (large) AND NOT tgisinternal) THEN
        RAISE EXCEPTION 'a table has triggers, which this script does not carry over';
    END IF;
    EXECUTE 'LOCK TABLE ' || array_to_string(large, ', ') || ' IN ACCESS EXCLUSIVE MODE';

    -- 1. Remember and drop the foreign keys from and to these tables.
    CREATE TEMP TABLE keys ON COMMIT DROP AS
        SELECT c.conname, c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
               pg_get_constraintdef(c.oid) AS definition, cardinality(c.conkey) AS width,
               (SELECT attname FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = c.conkey[1]) AS col,
               EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.conrelid AND attname = 'organisation_id')
                   AS has_organisation
        FROM pg_constraint c
        WHERE c.contype = 'f'
          AND (c.conrelid::regclass::text = ANY (large) OR c.confrelid::regclass::text = ANY (large));
    FOR found IN SELECT * FROM keys LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.child, found.conname);
    END LOOP;

    -- 2. Remember the indexes, copy each table into a partitioned one, and put that in its place.
    CREATE TEMP TABLE indexes ON COMMIT DROP AS
        SELECT i.indrelid::regclass::text AS "table", i.indexrelid::regclass::text AS name,
               pg_get_indexdef(i.indexrelid) AS definition, i.indisprimary, i.indisunique,
               EXISTS (SELECT 1 FROM pg_attribute a
                       WHERE a.attrelid = i.indrelid AND a.attname = 'organisation_id'
                         AND a.attnum = ANY (i.indkey)) AS has_organisation
        FROM pg_index i WHERE i.indrelid::regclass::text = ANY (large);
    FOREACH name IN ARRAY large LOOP
        EXECUTE format('CREATE TABLE umiem_new (LIKE %I INCLUDING DEFAULTS INCLUDING IDENTITY '
                       'INCLUDING CONSTRAINTS INCLUDING STORAGE) PARTITION BY HASH (organisation_id)', name);
        FOR number IN 0 .. parts - 1 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF umiem_new FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
                           name || '_p' || number, parts, number);
        END LOOP;
        EXECUTE format('INSERT INTO umiem_new OVERRIDING SYSTEM VALUE SELECT * FROM %I', name);
        EXECUTE format('SELECT setval(pg_get_serial_sequence(''umiem_new'', ''id''), '
                       'GREATEST(nextval(pg_get_serial_sequence(%L, ''id'')), 1))', name);
        EXECUTE format('DROP TABLE %I', name);
        EXECUTE format('ALTER TABLE umiem_new RENAME TO %I', name);
    END LOOP;

    -- 3. Make the indexes again. What is unique names the organisation too, as its last column.
    FOR found IN SELECT * FROM indexes LOOP
        IF found.indisprimary THEN
            EXECUTE format('CREATE INDEX %I ON %I (id)', found.name, found."table");
        ELSIF found.indisunique AND NOT found.has_organisation THEN
            made := regexp_replace(found.definition, 'USING btree \(([^)]*)\)', 'USING btree (\1, organisation_id)');
            EXECUTE made;
        ELSE
            EXECUTE found.definition;
        END IF;
    END LOOP;

    -- 4. Make the foreign keys again.
    FOR found IN SELECT * FROM keys LOOP
        IF NOT found.parent = ANY (large) OR found.width > 1 THEN
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', found.child, found.conname, found.definition);
        ELSIF NOT found.has_organisation THEN
            RAISE NOTICE '% of % is not checked by the database any more', found.col, found.child;
        ELSIF NOT EXISTS (
            SELECT 1 FROM keys WHERE child = found.child AND width > 1 AND definition LIKE
                'FOREIGN KEY (organisation_id, ' || found.col || ') REFERENCES %'
        ) THEN
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (organisation_id, %I) '
                           'REFERENCES %s (organisation_id, id) DEFERRABLE INITIALLY DEFERRED',
                           found.child, found.conname, found.col, found.parent);
        END IF;
    END LOOP;
END $$;

COMMIT;
ANALYZE;
