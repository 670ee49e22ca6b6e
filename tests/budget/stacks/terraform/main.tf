variable "max_connections" {
  default = 120
}

resource "aws_db_parameter_group" "main" {
  family = "postgres16"
  parameter {
    name         = "max_connections"
    value        = var.max_connections
    apply_method = "pending-reboot"
  }
}

resource "aws_db_instance" "main" {
  identifier           = "main"
  engine               = "postgres"
  engine_version       = "16.4"
  instance_class       = "db.m6g.large"
  parameter_group_name = aws_db_parameter_group.main.name
}

resource "aws_db_instance" "replica" {
  identifier          = "main-replica"
  replicate_source_db = aws_db_instance.main.identifier
  instance_class      = "db.m6g.large"
}

provider "postgresql" {
  host = aws_db_instance.main.address
}

resource "postgresql_role" "service" {
  for_each         = { web = 80, worker = 30 }
  name             = each.key
  login            = true
  connection_limit = each.value
}
