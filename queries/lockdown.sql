-- name: bound_memory
-- Bounds what the store may take of the machine's memory.
SET memory_limit = '2GB';

-- name: bound_threads
-- Bounds what the store may take of the machine's processors.
SET threads = 2;

-- name: no_autoload
-- No extension comes in by itself.
SET autoload_known_extensions = false;

-- name: no_autoinstall
-- No extension is fetched.
SET autoinstall_known_extensions = false;

-- name: no_external
-- No statement reads or writes another file.
SET enable_external_access = false;

-- name: lock
-- Nothing above can be taken back while the file is open.
SET lock_configuration = true;

-- name: no_checkpoint_unasked
-- Nothing is brought into the file at the end but when it is asked for: another file may stand in its place.
PRAGMA disable_checkpoint_on_shutdown; -- noqa: PRS
