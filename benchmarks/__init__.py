"""What the product can do, measured as ratios inside one run; never part of the tests."""
