"""方案版本: a bureau issues a version of its plan, its tasks with their days and its form; a unit below looks at what
would change, and takes it over or not. Nothing that a unit has done is changed by it."""
