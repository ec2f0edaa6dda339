"""谈心谈话, 发言提纲 and 专题民主生活会: talks before the meeting, members' papers, criticism at the meeting."""
