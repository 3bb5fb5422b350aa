using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MeetingCloud.Tests.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Web.Relay;

/// <summary>What a browser sends through the web to the control plane, and gets back; both on sockets.</summary>
public sealed class RelayTests : IAsyncLifetime, IDisposable
{
    private const string Key = "an-admin-key-of-the-tests";
    private const string Token = "RequestVerificationToken";
    private const string Cover = "/relay/media/albums/a-1/artwork/cover";

    private readonly List<(string Request, string Authorization, bool HasCookie, string? Type, long? Length)> _asked = [];
    private WebApplication _api = null!;
    private WebHost _web = null!;
    private HttpClient _browser = null!;
    private RequestDelegate _answer = context => context.Request.Body.CopyToAsync(Stream.Null);
    private string _token = "";

    public async Task InitializeAsync()
    {
        var api = WebApplication.CreateSlimBuilder();
        api.WebHost.UseUrls("http://127.0.0.1:0");
        _api = api.Build();
        _api.Run(context =>
        {
            var request = context.Request;
            if (request.Method == HttpMethods.Put || request.Path.Value!.Contains("/files/", StringComparison.Ordinal))
            {
                _asked.Add((
                    $"{request.Method} {request.Path.Value}{request.QueryString}", request.Headers.Authorization.ToString(), request.Headers.ContainsKey("Cookie"),
                    request.ContentType, request.ContentLength));
                return _answer(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await _api.StartAsync();
        _web = await WebHost.StartAsync(_api.Urls.First(), Key);
        _browser = new HttpClient { BaseAddress = new Uri(_web.Url) };
        using var page = await _browser.SignInAsync(Key);
        _token = SignInExtensions.HiddenFields(await page.Content.ReadAsStringAsync()).First(field => field.Key == $"__{Token}").Value;
    }

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        await _api.DisposeAsync();
    }

    public void Dispose() => _browser.Dispose();

    [Theory]
    [InlineData(Cover, "/api/v1/albums/a-1/artwork/cover")]
    [InlineData("/relay/media/series/batch-artwork?slot=background&ids=a,b", "/api/v1/series/batch-artwork?slot=background&ids=a,b")]
    [InlineData("/relay/media/tracks/t-1/audio", "/api/v1/tracks/t-1/audio")]
    public async Task Put_GoesToTheControlPlane_WithItsKeyAndWithoutTheCookie(string address, string target)
    {
        byte[]? stored = null;
        _answer = async context =>
        {
            stored = await ReadAsync(context.Request.Body);
            context.Response.StatusCode = StatusCodes.Status201Created;
            await context.Response.WriteAsync("stored");
        };

        using var answer = await PutAsync(address, new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("stored", await answer.Content.ReadAsStringAsync());
        Assert.Equal([1, 2, 3], stored);
        Assert.Equal(($"PUT {target}", $"Bearer {Key}", false, "image/png", 3), Assert.Single(_asked));
    }

    [Fact]
    public async Task Put_IsPassedOnAsItComes()
    {
        // More than the buffers on the way hold back.
        var half = new byte[1 << 20];
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = async context =>
        {
            await context.Request.Body.ReadExactlyAsync(new byte[half.Length / 2]);
            begun.SetResult();
            await context.Response.WriteAsync(Encoding.UTF8.GetString((await ReadAsync(context.Request.Body))[^4..]));
        };

        // The second half exists only once the control plane has the first.
        var sending = PutAsync("/relay/media/tracks/t-1/audio", new PushedContent(async body =>
        {
            await body.WriteAsync(half);
            await body.FlushAsync();
            await rest.Task;
            await body.WriteAsync("rest"u8.ToArray());
        }));
        await begun.Task.WaitAsync(TestCluster.Patience);
        rest.SetResult();

        using var answer = await sending;
        Assert.Equal("rest", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Put_IsAnsweredAsTheControlPlaneDoes_WhenItRefuses()
    {
        _answer = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            context.Response.ContentType = "application/problem+json";
            await context.Response.WriteAsync("""{"detail":"This is no picture."}""");
        };

        using var answer = await PutAsync(Cover, new ByteArrayContent([1]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("This is no picture.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_Says503_WhenTheControlPlaneIsAway()
    {
        await _api.StopAsync();

        using var answer = await PutAsync(Cover, new ByteArrayContent([1]));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8-of-another-site")]
    public async Task Put_IsRefused_WithoutTheTokenOfAPage(string token)
    {
        _token = token;

        using var answer = await PutAsync(Cover, new ByteArrayContent([1]));

        await ProblemAssert.IsAsync(answer, 400);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Put_IsRefused_WithoutASession()
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _browser.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Put, Cover) { Content = new ByteArrayContent([1]), Headers = { { Token, _token } } };

        using var answer = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Put_IsNotFound_WhenThereIsNoSuchCollection()
    {
        using var answer = await PutAsync("/relay/media/nodes/n-1/artwork/cover", new ByteArrayContent([1]));

        await ProblemAssert.IsAsync(answer, 404);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task File_IsOpenedInRanges_WithItsHeaders()
    {
        _answer = async context =>
        {
            Assert.Equal("bytes=2-3", context.Request.Headers.Range);
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.ContentType = "application/pdf";
            context.Response.Headers.ContentRange = "bytes 2-3/9";
            context.Response.Headers["X-Internal"] = "for nobody";
            await context.Response.WriteAsync("ab");
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/relay/meetings/m/files/papers/a%20b.pdf") { Headers = { Range = new RangeHeaderValue(2, 3) } };

        using var answer = await _browser.SendAsync(request);

        Assert.Equal("GET /api/v1/meetings/m/files/papers/a b.pdf", Assert.Single(_asked).Request);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("bytes 2-3/9", answer.Content.Headers.ContentRange?.ToString());
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("ab", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("X-Internal"));
    }

    private async Task<HttpResponseMessage> PutAsync(string address, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
        if (_token.Length > 0)
        {
            request.Headers.Add(Token, _token);
        }

        return await _browser.SendAsync(request);
    }

    private static async Task<byte[]> ReadAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>A body that is written while it is sent.</summary>
    private sealed class PushedContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
