-- Which presses of a form's or a button's key were carried out: a random key for each opened form, entered by the write
-- that it led to, so that the same press, sent again, writes nothing. Tells of no record and of no person.
CREATE TABLE presses (
    press TEXT NOT NULL,
    pressed_at TIMESTAMP NOT NULL
);
