-- name: of_key
-- One row where the press of this key was carried out; none where it wasn't.
SELECT press
FROM presses
WHERE press = $press;

-- name: insert
-- Enters that the press of a key is carried out.
INSERT INTO presses (press, pressed_at) VALUES ($press, $pressed_at);

-- name: delete_before
-- Forgets the presses of forms that nobody has open any more.
DELETE FROM presses
WHERE pressed_at < $before;
