CREATE EXTERNAL TABLE app_logs (
  `time` string,
  log_group string,
  log_stream string,
  level string,
  status int,
  duration_ms double,
  message string
)
PARTITIONED BY (day string, hour int)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://amzn-s3-demo-bucket/app/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.range' = '2026-01-01,NOW',
  'projection.hour.type' = 'integer',
  'projection.hour.range' = '0,23',
  'projection.hour.digits' = '2',
  'storage.location.template' = 's3://amzn-s3-demo-bucket/app/day=${day}/hour=${hour}/'
)
