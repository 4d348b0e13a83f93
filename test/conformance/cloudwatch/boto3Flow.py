"""What boto3 sees of CloudWatch, in the query protocol: reads JSON, prints JSON."""
import datetime
import json
import sys

import boto3
from botocore.exceptions import ClientError

told = json.load(sys.stdin)
client = boto3.client("cloudwatch", endpoint_url=told["endpoint"])


def stat(name, period=10, stat="Maximum"):
    dimensions = [{"Name": "ChannelId", "Value": "1"}, {"Name": "Pipeline", "Value": "0"}]
    metric = {"Namespace": "AWS/MediaLive", "MetricName": name, "Dimensions": dimensions}
    return {"Metric": metric, "Period": period, "Stat": stat}


def refusal(call):
    try:
        call()
    except ClientError as error:
        answer = error.response
        return {
            "code": answer["Error"]["Code"],
            "message": answer["Error"]["Message"],
            "status": answer["ResponseMetadata"]["HTTPStatusCode"],
        }
    return None


begin = datetime.datetime.fromtimestamp(told["from"] / 1000, datetime.timezone.utc)
end = datetime.datetime.fromtimestamp(told["to"] / 1000, datetime.timezone.utc)


def ask(queries, **more):
    return client.get_metric_data(
        MetricDataQueries=queries, StartTime=begin, EndTime=end, ScanBy="TimestampAscending", **more
    )


def query(name, **more):
    return {"Id": "m1", "MetricStat": stat(name, **more)}


result = ask([query("InputVideoFrameRate")])["MetricDataResults"][0]
pages = client.get_paginator("get_metric_data").paginate(
    MetricDataQueries=[query("FillMsec")],
    StartTime=begin,
    EndTime=end,
    PaginationConfig={"PageSize": 7},
)
nowhere = {"Namespace": "AWS/MediaLive", "MetricName": "FillMsec", "Dimensions": []}
print(
    json.dumps(
        {
            "label": result["Label"],
            "status": result["StatusCode"],
            "times": [int(each.timestamp() * 1000) for each in result["Timestamps"]],
            "values": result["Values"],
            "paged": [len(page["MetricDataResults"][0]["Values"]) for page in pages],
            "nowhere": ask([{"Id": "m1", "MetricStat": {"Metric": nowhere, "Period": 60, "Stat": "Sum"}}])[
                "MetricDataResults"
            ][0]["Values"],
            "listed": sorted(
                {
                    metric["MetricName"]
                    for page in client.get_paginator("list_metrics").paginate(Namespace="AWS/MediaLive")
                    for metric in page["Metrics"]
                }
            ),
            "wrongStat": refusal(lambda: ask([query("FillMsec", stat="None")])),
            "wrongRecent": refusal(lambda: client.list_metrics(RecentlyActive="PT1H")),
            "wrongToken": refusal(lambda: ask([query("FillMsec")], NextToken="mine")),
            "alarm": refusal(lambda: client.describe_alarms()),
        }
    )
)
