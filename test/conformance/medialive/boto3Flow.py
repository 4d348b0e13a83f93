"""A whole life of a channel through boto3; what came of each step is printed as one JSON object."""

import json
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

asked = json.load(sys.stdin)
endpoint = asked["endpoint"]
medialive = boto3.client("medialive", endpoint_url=endpoint)
seen = {}


def settle():
    """Moves the simulator's clock until whatever is under way has arrived."""
    body = json.dumps({"advanceMs": 600_000}).encode()
    urllib.request.urlopen(f"{endpoint}/_simulator/clock", data=body).read()


def refusal(call):
    try:
        call()
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return {
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
            "status": status,
            "type": type(error).__name__,
        }
    return None


def wait(name, **names):
    medialive.get_waiter(name).wait(**names, WaiterConfig={"Delay": 0, "MaxAttempts": 2})


sts = boto3.client("sts", endpoint_url=endpoint)
seen["account"] = sts.get_caller_identity()["Account"]

group = medialive.create_input_security_group(WhitelistRules=[{"Cidr": "127.0.0.1/32"}])
group_id = group["SecurityGroup"]["Id"]
input_ids = [
    medialive.create_input(
        Name=name,
        Type="RTMP_PUSH",
        InputSecurityGroups=[group_id],
        Destinations=[{"StreamName": f"live/{name}"}],
    )["Input"]["Id"]
    for name in ("one", "two", "three")
]
settle()
pages = medialive.get_paginator("list_inputs").paginate(PaginationConfig={"PageSize": 2})
seen["pageSizes"] = [len(page["Inputs"]) for page in pages]

request = asked["channel"]
request["InputAttachments"][0]["InputId"] = input_ids[0]
channel_id = medialive.create_channel(**request)["Channel"]["Id"]
seen["attachedElsewhere"] = refusal(lambda: medialive.create_channel(**{**request, "RequestId": "other"}))
settle()
wait("channel_created", ChannelId=channel_id)
wait("input_attached", InputId=input_ids[0])
medialive.start_channel(ChannelId=channel_id)
seen["startedTwice"] = refusal(lambda: medialive.start_channel(ChannelId=channel_id))
settle()
wait("channel_running", ChannelId=channel_id)
seen["described"] = medialive.describe_channel(ChannelId=channel_id)["EncoderSettings"]
seen["updatedRunning"] = refusal(lambda: medialive.update_channel(ChannelId=channel_id, Name="x"))
seen["deletedRunning"] = refusal(lambda: medialive.delete_channel(ChannelId=channel_id))

arn = medialive.describe_channel(ChannelId=channel_id)["Arn"]
medialive.create_tags(ResourceArn=arn, Tags={"app": "tallylight"})
seen["tags"] = medialive.list_tags_for_resource(ResourceArn=arn)["Tags"]
medialive.delete_tags(ResourceArn=arn, TagKeys=["app"])
seen["tagsAfter"] = medialive.list_tags_for_resource(ResourceArn=arn)["Tags"]

medialive.stop_channel(ChannelId=channel_id)
settle()
wait("channel_stopped", ChannelId=channel_id)
medialive.delete_channel(ChannelId=channel_id)
settle()
wait("channel_deleted", ChannelId=channel_id)
wait("input_detached", InputId=input_ids[0])
for input_id in input_ids:
    medialive.delete_input(InputId=input_id)
settle()
for input_id in input_ids:
    wait("input_deleted", InputId=input_id)
medialive.delete_input_security_group(InputSecurityGroupId=group_id)
seen["left"] = [
    len(medialive.list_channels()["Channels"]),
    len(medialive.list_inputs()["Inputs"]),
    len(medialive.list_input_security_groups()["InputSecurityGroups"]),
]
seen["unknown"] = refusal(lambda: medialive.describe_channel(ChannelId="1000001"))
json.dump(seen, sys.stdout)
