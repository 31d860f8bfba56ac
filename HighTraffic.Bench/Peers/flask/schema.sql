CREATE SCHEMA IF NOT EXISTS flask;
CREATE TABLE IF NOT EXISTS flask.tasks (
    id uuid PRIMARY KEY,
    type varchar(100) NOT NULL,
    parameters jsonb NOT NULL,
    status varchar(20) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
