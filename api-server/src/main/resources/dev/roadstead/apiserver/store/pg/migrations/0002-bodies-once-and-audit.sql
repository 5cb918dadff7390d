-- A body is stored once: in the log. An object names the change that made its present state, and a change the one that
-- it replaced, so that compaction knows what nobody needs any more without looking at the objects.
ALTER TABLE change ADD COLUMN previous bigint NOT NULL DEFAULT 0;

INSERT INTO change (revision, type, resource, namespace, name, uid, body)
SELECT revision, 'MODIFIED', resource, namespace, name, uid, body FROM object o
WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.revision = o.revision);

UPDATE change c SET previous = h.previous
FROM (SELECT revision, lag(revision) OVER (PARTITION BY resource, namespace, name, uid ORDER BY revision) AS previous
      FROM change) h
WHERE h.revision = c.revision AND h.previous IS NOT NULL;

CREATE TABLE present (
  resource  text   NOT NULL,
  namespace text   NOT NULL,
  name      text   NOT NULL,
  uid       text   NOT NULL,
  revision  bigint NOT NULL,
  PRIMARY KEY (resource, namespace, name)
) WITH (fillfactor = 80);
INSERT INTO present SELECT resource, namespace, name, uid, revision FROM object;
DROP TABLE object;
ALTER TABLE present RENAME TO object;

-- Who did what; see the package audit. The last column links each entry to the one before.
CREATE TABLE audit (
  sequence    bigint      PRIMARY KEY,
  revision    bigint      NOT NULL,
  at          timestamptz NOT NULL,
  request_id  text        NOT NULL,
  username    text        NOT NULL,
  impersonator text       NOT NULL,
  address     text        NOT NULL,
  user_agent  text        NOT NULL,
  verb        text        NOT NULL,
  resource    text        NOT NULL,
  namespace   text        NOT NULL,
  name        text        NOT NULL,
  subresource text        NOT NULL,
  code        int         NOT NULL,
  dry_run     boolean     NOT NULL,
  hash        bytea       NOT NULL
);

-- swept: what compaction made superfluous up to there is deleted. audit_sequence, audit_hash: the last entry.
-- audit_removed, audit_removed_hash: the last entry that retention removed, from which the chain can be verified.
ALTER TABLE revision
  ADD COLUMN swept bigint NOT NULL DEFAULT 0,
  ADD COLUMN audit_sequence bigint NOT NULL DEFAULT 0,
  ADD COLUMN audit_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  ADD COLUMN audit_removed bigint NOT NULL DEFAULT 0,
  ADD COLUMN audit_removed_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex');
UPDATE revision SET swept = compacted;
