"""Reports and the activity they tell of."""
