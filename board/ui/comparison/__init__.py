"""The parts of the pages of a bureau above many units: 各单位对比, 上报情况, 共性问题."""
