"""方案: plan files → phases, tasks, people, words and criteria; checked, edited, stored by a unit."""
