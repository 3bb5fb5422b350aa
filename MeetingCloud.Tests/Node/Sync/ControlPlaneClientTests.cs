using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Node;
using MeetingCloud.Node.Sync;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Sync;

public sealed class ControlPlaneClientTests
{
    [Theory]
    [InlineData("text/plain; charset=nobody-knows", false)]
    [InlineData("application/problem+json", true)]
    public async Task Error_TellsItsStatus_WhenItsBodyCannotBeRead(string contentType, bool breaks)
    {
        var client = Client(HttpStatusCode.BadGateway, contentType, breaks);

        var exception = await Assert.ThrowsAsync<ControlPlaneException>(() => client.GetActiveAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.BadGateway, exception.Status);
        Assert.Contains("502", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json; charset=nobody-knows", false)]
    [InlineData("application/json", true)]
    public async Task Answer_IsAnError_WhenItsBodyCannotBeRead(string contentType, bool breaks)
    {
        var client = Client(HttpStatusCode.OK, contentType, breaks);

        await Assert.ThrowsAsync<ControlPlaneException>(() => client.GetActiveAsync(CancellationToken.None));
    }

    private static ControlPlaneClient Client(HttpStatusCode status, string contentType, bool breaks)
    {
        var options = new NodeOptions { Ip = "127.0.0.1", ControlPlane = new Uri("http://control-plane"), StoragePath = "unused" };
        return new ControlPlaneClient(new Clients(() => Answer(status, contentType, breaks)), options);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string contentType, bool breaks)
    {
        var body = new ObservedStream(new byte[100], 10, position =>
        {
            if (breaks && position > 20)
            {
                throw new IOException("The connection broke.");
            }
        });
        var content = new StreamContent(body);
        content.Headers.ContentLength = 100;
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new HttpResponseMessage(status) { Content = content };
    }

    private sealed class Clients(Func<HttpResponseMessage> answer) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new StubHandler(_ => answer()));
    }
}
