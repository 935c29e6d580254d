"""What the dashboards compute beyond the queries: heat steps and the like."""
