"""来龙去脉: opinion → problem → section of the report → item → criterion, and loose ends."""
