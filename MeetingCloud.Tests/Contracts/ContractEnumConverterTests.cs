using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Contracts;

public sealed class ContractEnumConverterTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("\"1\"")]
    [InlineData("\"7\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"\"")]
    [InlineData("\"gone\"")]
    public void Name_IsNeeded_WhateverTheNumber(string value)
    {
        Refuses($$"""{"status":{{value}}}""", json => JsonSerializer.Deserialize(json, ContractJson.Default.MeetingRequest));
        Refuses($$"""{"status":{{value}}}""", json => JsonSerializer.Deserialize(json, ContractJson.Default.HeartbeatRequest));
        Refuses($$"""{"state":{{value}}}""", json => JsonSerializer.Deserialize(json, ContractJson.Default.NodeStateRequest));
        Refuses($$"""{"slot":{{value}}}""", json => JsonSerializer.Deserialize(json, ContractJson.Default.BatchArtworkRequest));
        Refuses($$"""{"verify":{{value}}}""", json => JsonSerializer.Deserialize(json, ContractJson.Default.MigrationRequest));

        static void Refuses(string json, Func<string, object?> read) => Assert.Throws<JsonException>(() => read(json));
    }

    [Fact]
    public void Name_IsReadAndWritten()
    {
        var request = JsonSerializer.Deserialize("""{"state":"maintenance"}""", ContractJson.Default.NodeStateRequest)!;
        Assert.Equal(NodeState.Maintenance, request.State);
        Assert.Equal("""{"state":"maintenance"}""", JsonSerializer.Serialize(request, ContractJson.Default.NodeStateRequest));
    }
}
