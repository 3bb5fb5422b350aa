using System.Net.Http.Headers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Problems;

/// <summary>Errors are problem details for everybody, also for who asked for something else.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/broken", 405)]
    [InlineData("GET", "/broken", 500)]
    [InlineData("GET", "/refused", 409)]
    public async Task Error_IsProblemDetails_WhateverTheClientTakes(string method, string path, int status)
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.UseProblems();
                app.MapGet("/broken", string () => throw new InvalidOperationException("Nobody foresaw this."));
                app.MapGet("/refused", () => Problem.Conflict("It is there already."));
            },
            builder => builder.Services.AddProblemDetails());
        using var client = service.CreateClient();

        foreach (var accepted in new[] { null, "application/json", "text/event-stream", "application/pdf", "text/html" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (accepted is not null)
            {
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accepted));
            }

            await ProblemAssert.IsAsync(await client.SendAsync(request), status);
        }
    }
}
