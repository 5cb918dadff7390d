-- The present state of every object.
CREATE TABLE object (
  resource  text   NOT NULL,
  namespace text   NOT NULL,
  name      text   NOT NULL,
  uid       text   NOT NULL,
  revision  bigint NOT NULL,
  body      bytea  NOT NULL,
  PRIMARY KEY (resource, namespace, name)
);

-- Every commit of the retention time, in commit order. For a deletion, the body is the last state.
CREATE TABLE change (
  revision     bigint      PRIMARY KEY,
  type         text        NOT NULL,
  resource     text        NOT NULL,
  namespace    text        NOT NULL,
  name         text        NOT NULL,
  uid          text        NOT NULL,
  body         bytea       NOT NULL,
  -- clock_timestamp, not now: it is read under the lock, so it follows the order of the revisions.
  committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Bodies of the usual size stay in their row, uncompressed: a second row per write costs more than the space.
ALTER TABLE object ALTER body SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);
ALTER TABLE change ALTER body SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);

-- One row. value: the last revision. epoch: raised by whoever restores an older state, so that readers start again.
-- compacted: changes up to it are gone from the log.
CREATE TABLE revision (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  value     bigint  NOT NULL,
  epoch     bigint  NOT NULL,
  compacted bigint  NOT NULL
) WITH (fillfactor = 10);

INSERT INTO revision (value, epoch, compacted) VALUES (1, 1, 1);
