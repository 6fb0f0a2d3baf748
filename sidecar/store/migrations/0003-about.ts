export const about = `
-- What an edit of a message does not tell: whom it answers, and which files it has. JSON; null for a message that is nothing but a text.
ALTER TABLE events ADD COLUMN about TEXT;
`
