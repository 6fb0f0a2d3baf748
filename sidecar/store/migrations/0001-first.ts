export const first = `
-- Facts about this state: 'word' stands in front of every key, so that no two databases ever make the same one.
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What was heard. The row stays when the body goes, so that hearing it again is harmless.
CREATE TABLE events (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	room TEXT NOT NULL,
	-- Its id there; null for a reaction, which is told by what stands and not by an id.
	event TEXT,
	kind TEXT NOT NULL,
	origin TEXT,
	body TEXT,
	-- When it happened by its network's clock, and when it was accepted by ours (ms since 1970).
	at INTEGER NOT NULL,
	accepted INTEGER NOT NULL,
	UNIQUE (room, event)
) STRICT;
CREATE INDEX events_by_origin ON events (origin) WHERE origin IS NOT NULL;

-- An event on its way to one room. AUTOINCREMENT: an id is part of a key at the target and must never come again.
CREATE TABLE deliveries (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	event INTEGER NOT NULL REFERENCES events (id),
	room TEXT NOT NULL,
	gateway TEXT NOT NULL,
	-- How many of its letters have arrived.
	parts INTEGER NOT NULL DEFAULT 0,
	attempts INTEGER NOT NULL DEFAULT 0,
	-- When the attempt began whose outcome nobody has written down; null: none.
	begun INTEGER,
	-- Its origin was deleted: it is looked up, but not sent any more.
	cancelled INTEGER NOT NULL DEFAULT 0,
	-- Set when it was set aside.
	aside INTEGER,
	why TEXT
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (room, id) WHERE aside IS NULL;
CREATE INDEX deliveries_by_event ON deliveries (event);

-- Every message of one origin, in every room; 'home' is the one that people wrote.
CREATE TABLE copies (
	origin TEXT NOT NULL,
	room TEXT NOT NULL,
	part INTEGER NOT NULL,
	message TEXT NOT NULL,
	home INTEGER NOT NULL,
	PRIMARY KEY (origin, room, part)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX copies_by_message ON copies (room, message);

-- Who reacted with what, as heard; and what the relay itself put where.
CREATE TABLE reactions (
	origin TEXT NOT NULL,
	emoji TEXT NOT NULL,
	room TEXT NOT NULL,
	person TEXT NOT NULL,
	author TEXT NOT NULL,
	PRIMARY KEY (origin, emoji, room, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE placed (
	room TEXT NOT NULL,
	message TEXT NOT NULL,
	emoji TEXT NOT NULL,
	PRIMARY KEY (room, message, emoji)
) STRICT, WITHOUT ROWID;

-- What was heard of a message that is not known yet: a copy whose link is not written, or one that its server shows late.
CREATE TABLE early (
	id INTEGER PRIMARY KEY,
	room TEXT NOT NULL,
	target TEXT NOT NULL,
	body TEXT NOT NULL,
	heard INTEGER NOT NULL
) STRICT;
CREATE INDEX early_by_target ON early (room, target);

CREATE TABLE cursors (room TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Files kept on disk. 'event' is null until their message has been accepted.
CREATE TABLE spool (
	name TEXT PRIMARY KEY,
	source TEXT NOT NULL UNIQUE,
	bytes INTEGER NOT NULL,
	kept INTEGER NOT NULL,
	event INTEGER REFERENCES events (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX spool_by_event ON spool (event);

-- How far a room has been told that what it gets is late: the newest delivery that the notice counted.
CREATE TABLE late (room TEXT PRIMARY KEY, upto INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- How each account and room is, for 'status'.
CREATE TABLE states (subject TEXT PRIMARY KEY, state TEXT NOT NULL, why TEXT NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`
