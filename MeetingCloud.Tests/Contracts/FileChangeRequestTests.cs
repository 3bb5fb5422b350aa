using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Contracts;

public sealed class FileChangeRequestTests
{
    [Theory]
    [InlineData("{}", false, null, null)]
    [InlineData("{\"path\":\"x\"}", false, null, "x")]
    [InlineData("{\"agenda_item_id\":null}", true, null, null)]
    [InlineData("{\"agenda_item_id\":\"i\",\"path\":\"x\"}", true, "i", "x")]
    public void Request_TellsAbsentFromNull_BothWays(string json, bool given, string? item, string? path)
    {
        var request = JsonSerializer.Deserialize(json, ContractJson.Default.FileChangeRequest)!;
        Assert.Equal((given, item, path), (request.AgendaItemId.IsGiven, request.AgendaItemId.Value, request.Path));
        Assert.Equal(json, JsonSerializer.Serialize(request, ContractJson.Default.FileChangeRequest));
    }
}
