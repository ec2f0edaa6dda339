"""意见: heard, sorted, answered, merged; handed on in feedback sheets (反馈单) without their givers."""
