using System.Text.Json;

namespace MeetingCloud.Tests.Cluster;

internal static class ProblemAssert
{
    /// <summary>The response is problem details (RFC 9457) with this status, and tells nothing of the code.</summary>
    public static async Task IsAsync(HttpResponseMessage response, int status)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(status, JsonDocument.Parse(body).RootElement.GetProperty("status").GetInt32());
            Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        }
    }
}
