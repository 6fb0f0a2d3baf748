export const app = `
-- What was set aside is few among many.
CREATE INDEX deliveries_aside ON deliveries (aside) WHERE aside IS NOT NULL;

-- What the relay told a room about its being a member, once for each member.
CREATE TABLE notices (member INTEGER PRIMARY KEY, room TEXT NOT NULL) STRICT;

-- What people answered to that, until the app knows of it.
CREATE TABLE answers (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	member INTEGER NOT NULL,
	room TEXT NOT NULL,
	message TEXT NOT NULL,
	-- Who, as JSON; and one of the words that are answers.
	author TEXT NOT NULL,
	word TEXT NOT NULL,
	at INTEGER NOT NULL,
	-- What it decides, once it is known that a moderator said it.
	decision TEXT,
	-- Whether the room was told what became of it.
	told INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Members of which the app was told that nothing goes there, and since when (ms since 1970).
CREATE TABLE stuck (member INTEGER PRIMARY KEY, since INTEGER NOT NULL) STRICT;
`
