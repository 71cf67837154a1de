"""What a start and a call cost, beside what they cost otherwise; ratios of things measured in one run, side by side."""
