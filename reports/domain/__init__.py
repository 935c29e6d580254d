"""What reports do: periods opened, cells filled, rules checked, states moved, figures consolidated."""
