-- 数据库角色
CREATE ROLE "größe" LOGIN PASSWORD 'geheim,1' CONNECTION LIMIT 10;
ALTER ROLE "größe" SET statement_timeout = 30;
CREATE ROLE billing LOGIN;
